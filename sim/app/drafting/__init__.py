"""From texts of reports to drafts and new scenarios."""
