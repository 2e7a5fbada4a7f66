"""What all pages share: layout, macros, stylesheet, error pages, guard."""
