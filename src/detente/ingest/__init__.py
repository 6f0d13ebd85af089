"""Reads reports from files of many kinds: text, Markdown, web pages, JSONL, JSON, CSV, folders and standard input."""
