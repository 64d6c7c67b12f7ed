# One image for every role: ROLE chooses what the process does. docs/operations.md says what was tried.
ARG NODE=24.21.0-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /survey
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:${NODE} AS dependencies
WORKDIR /survey
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

FROM node:${NODE}
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /survey
COPY --from=dependencies /survey/node_modules node_modules
COPY --from=build /survey/dist dist
COPY package.json ./
COPY data data
# Its checker travels in every evidence package.
COPY evidence evidence
# The process writes to this folder only. Everything else can be mounted read-only.
RUN install -d -o 1000 -g 1000 /data
USER 1000:1000
EXPOSE 3000
# The image has no curl, so Node asks.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
