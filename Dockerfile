# Lan Tỏa in one image: `lantoa up` by default, any other command by naming it.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml ./
COPY lantoa lantoa
COPY crawlers crawlers
COPY nlp nlp
COPY search_api search_api
COPY campaigns campaigns
# the guides behind "Trợ giúp"
COPY docs/huong-dan.md docs/cau-tim.md docs/chien-dich.md docs/luu-tru.md lantoa/web/guide/
COPY docs/hinh lantoa/web/guide/hinh
RUN pip install --no-deps --no-build-isolation . \
    && useradd --create-home --uid 10001 lantoa \
    && install -d -o lantoa -g lantoa /data

USER lantoa
VOLUME /data
# the working folder is the data folder: its lantoa.toml and sources.local.toml are found
WORKDIR /data

# reachable from outside the container, therefore refused without LANTOA_TOKEN
ENV LANTOA_DATA=/data \
    LANTOA_HOST=0.0.0.0 \
    LANTOA_PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/api/v1/health', timeout=4)"]
CMD ["lantoa", "up"]
