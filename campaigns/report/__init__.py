"""Reports: one content model, rendered to HTML and DOCX, frozen when issued."""
