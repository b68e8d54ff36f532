"""How the language model is made: from the annotated corpora to the one file that ships."""
