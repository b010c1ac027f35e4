"""Questions: the rules that lint them, the proposals that draft them, and the words of each language."""
