# syntax=docker/dockerfile:1
# Production image of DCC: web (default command) and worker (`python manage.py work`) are the same image.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements requirements
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/dev.txt
COPY . .
RUN sh bin/build-front
RUN export DCC_ENV=demo DCC_VAR=/tmp/var \
 && .venv/bin/python manage.py words --compile \
 && .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf .venv node_modules tests

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DCC_ENV=production DCC_VAR=/var/lib/dcc
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends openssl postgresql-client-15 \
 && rm -rf /var/lib/apt/lists/* \
 && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt \
 && useradd --system --uid 10001 --user-group --home-dir /var/lib/dcc --create-home --shell /usr/sbin/nologin dcc
COPY --from=build /app /app
USER dcc
VOLUME /var/lib/dcc
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['DCC_ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "dcc.wsgi"]
