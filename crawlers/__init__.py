"""From the web to the archive: sources, crawl, archive, extraction."""
