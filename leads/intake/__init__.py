"""The intake: files to rows, cells, phones and moments; judging and collecting arrivals; a lead typed in by hand."""
