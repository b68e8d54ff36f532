"""One reader a corpus: each turns its files into training examples."""
