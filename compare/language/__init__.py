"""What several stages need to know of a language: letters, tokens, sentences, names, numbers, frequencies.

Takes text. Gives spans and normal forms. Knows nothing of articles or stages.
"""
