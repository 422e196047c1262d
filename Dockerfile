# The daemon, for Node (the default) or Deno: docker build --target node|deno .
#
# What is run is a bundle: it starts in half of the time that the sources take, in two thirds of the memory. Neither target needs a
# shell, npm or a writable file system once it is built. Each base is named by its tag, and held to a digest where one is given:
#   docker build --build-arg NODE_DIGEST=@sha256:… .

ARG NODE_TAG=24.21.0-bookworm-slim
ARG NODE_DIGEST=
ARG DENO_TAG=2.9.6
ARG DENO_DIGEST=

FROM node:${NODE_TAG}${NODE_DIGEST} AS bundle
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /build
COPY package.json package-lock.json ./
# What runs, and the bundler; every archive is held to the lock's digest, and nobody's install script is run. Not `npm ci`: it
# refuses the lock where a registry lacks one of the packages that other platforms would take.
RUN npm pkg set "dependencies.rolldown=$(npm pkg get devDependencies.rolldown | tr -d '"')" \
  && npm pkg delete devDependencies optionalDependencies \
  && npm install --no-save --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
COPY . .
RUN node_modules/.bin/rolldown --config .rolldown.config.mjs

# What both targets are beside their runtime. An account that no machine has; nothing that it could write is in the image.
FROM node:${NODE_TAG}${NODE_DIGEST} AS node
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="eco2mixd" \
  org.opencontainers.image.description="Keeps every revision of RTE's éCO2mix regional electricity data, and publishes its aggregates to PostgreSQL" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=bundle /build/dist ./
ENV NODE_ENV=production \
  NODE_DISABLE_COMPILE_CACHE=1 \
  ECO2MIXD_STORES=servers \
  ECO2MIXD_HTTP_HOST=0.0.0.0
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ECO2MIXD_HTTP_PORT || 8080}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/main.js"]
CMD ["start"]

FROM denoland/deno:${DENO_TAG}${DENO_DIGEST} AS deno
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="eco2mixd" \
  org.opencontainers.image.description="Keeps every revision of RTE's éCO2mix regional electricity data, and publishes its aggregates to PostgreSQL" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=bundle /build/dist ./
ENV NODE_ENV=production \
  DENO_DIR=/tmp/deno \
  DENO_NO_UPDATE_CHECK=1 \
  DENO_NO_PROMPT=1 \
  ECO2MIXD_STORES=servers \
  ECO2MIXD_HTTP_HOST=0.0.0.0
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["deno", "eval", "const { ok } = await fetch(`http://127.0.0.1:${Deno.env.get('ECO2MIXD_HTTP_PORT') || 8080}/healthz`); Deno.exit(ok ? 0 : 1)"]
# It may call and listen, read itself and its secrets, and write nothing.
ENTRYPOINT ["deno", "run", "--v8-flags=--heap-growing-percent=50,--max-semi-space-size=8", "--node-modules-dir=manual", "--allow-net", "--allow-env", "--allow-sys=ca,hostname,osRelease,uid,gid,userInfo,statfs", "--allow-read=/app,/run/secrets", "/app/main.js"]
CMD ["start"]

# Without a target, Node.
FROM node
