"""Makes Articles: what a page says, as one text and the labelled blocks that tell report from furniture."""
