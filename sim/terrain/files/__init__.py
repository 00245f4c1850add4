"""Files of networks: tables, graphs, boundaries."""
