"""Reports: the board brief as object, HTML, slides and workbook."""
