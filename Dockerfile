# One image for every Rizoom process; what it does is the command (see docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
WORKDIR /rizoom
COPY requirements-uv.lock requirements.lock pyproject.toml README.md ./
COPY src ./src
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock \
    && VIRTUAL_ENV=/rizoom/.venv .venv/bin/uv pip install --quiet --no-deps --require-hashes --compile-bytecode -r requirements.lock \
    && VIRTUAL_ENV=/rizoom/.venv .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home rizoom \
    && mkdir -p /opslag /inbox /airflow && chown rizoom /opslag /inbox /airflow
WORKDIR /rizoom
COPY --from=build /rizoom/.venv ./.venv
COPY pyproject.toml README.md ./
COPY src ./src
COPY dags ./dags
COPY plugins ./plugins
COPY config ./config
COPY dbt_project ./dbt_project
COPY expectations ./expectations
ENV PATH=/rizoom/.venv/bin:$PATH \
    PYTHONPATH=/rizoom/config \
    PYTHONDONTWRITEBYTECODE=1 \
    RIZOOM_HOME=/opslag \
    AIRFLOW_HOME=/airflow
USER rizoom
