"""The spiders: thin, Scrapy's way."""
