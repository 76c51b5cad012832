# One image for web, workers, scheduler and the migrate job; the command tells them apart.
# The site runs as user 10001 and writes to /srv/media and /tmp only: the root may be read-only.

ARG PYTHON=3.11-slim-bookworm
ARG NODE=20-bookworm-slim

FROM docker.io/library/node:${NODE} AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM docker.io/library/python:${PYTHON} AS packages
WORKDIR /app
COPY requirements.txt requirements-mysql.txt requirements-vips.txt requirements-c2pa.txt ./
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes \
        -r requirements.txt -r requirements-mysql.txt -r requirements-vips.txt \
        -r requirements-c2pa.txt

FROM docker.io/library/python:${PYTHON} AS site
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app/site \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/app/var/static \
    MEDIA_ROOT=/srv/media \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY --from=front-end /app/node_modules/bootstrap/dist/css node_modules/bootstrap/dist/css
COPY --from=front-end /app/node_modules/bootstrap-icons/icons node_modules/bootstrap-icons/icons
COPY . .
# The values are needed to start at all and end with this step; no secret is among them.
RUN SECRET_KEY=only-to-collect-static-files-0123456789-abcdefghijklmnop \
    ALLOWED_HOSTS=localhost BASE_URL=http://localhost DATABASE_URL=sqlite:////tmp/none.sqlite3 \
    python manage.py prepare --files \
    && chmod -R a+rX /app/var/static \
    && python -m compileall -q -j 0 /app /opt/venv/lib \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin gallery \
    && install -d -o gallery -g gallery /srv/media
USER 10001:10001
VOLUME /srv/media
EXPOSE 8000
# Of the web server; a worker's container is given another one, or none.
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/livez', timeout=2)"]
STOPSIGNAL SIGTERM
CMD ["gunicorn", "config.wsgi:application", "--worker-tmp-dir", "/dev/shm"]
