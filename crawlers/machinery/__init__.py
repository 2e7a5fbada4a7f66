"""How Scrapy is fitted to the house: scheduler, middlewares, pipeline, settings, child process."""
