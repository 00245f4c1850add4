#!/usr/bin/env bash
# mkdocs-material 9.8.2: with its own `offline` plugin, meant for sites without a network, and `font: false`, every built page
# still holds a <script> of iframe-worker/shim from a content network: opened without a network each page reports a failed
# request, opened with one it runs the newest script of another site, unpinned and without integrity.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check mkdocs==1.6.1 mkdocs-material==9.8.2
mkdir -p "$scratch/docs"
printf '# Title\n\nText.\n' > "$scratch/docs/index.md"
cat > "$scratch/mkdocs.yml" <<'YAML'
site_name: plain
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, offline]
YAML
"$scratch/venv/bin/mkdocs" build -q -f "$scratch/mkdocs.yml" -d "$scratch/site"
found="$(grep -oE '<script src="?https?://[^>]*></script>' "$scratch/site/index.html")"
echo "mkdocs-material 9.8.2, offline plugin: $found"
[[ "$found" =~ ^\<script\ src=\"?https://[a-z.]+/iframe-worker/shim\"?\>\</script\>$ ]]
