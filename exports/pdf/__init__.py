"""PDF documents: a kit over ReportLab (fonts, escaping, page frame, contents), the evidence pack and the standard."""
