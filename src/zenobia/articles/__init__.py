"""Make Articles: what a Page says, as labelled blocks."""
