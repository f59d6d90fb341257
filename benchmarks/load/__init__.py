"""A region's years of papers: the demonstration region, many times over."""
