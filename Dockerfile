# The image of `make image` for those who build with Docker. Run `make image` first: it makes the folder dist/image, and
# says here what the same settings in its archive say there. Unlike the archive, this image has a health check.
FROM scratch
# What changes with every release comes last, so that a registry stores the rest once.
COPY --chown=65532:65532 dist/image/data /data
COPY dist/image/site /site
COPY dist/image/Leptos.toml dist/image/portal.toml dist/image/access.toml /
COPY dist/image/customer-portal dist/image/hash.txt /
# DATABASE_URL is not set: from / its default is /data/customer-portal.db, and DATABASE_URL_FILE stays possible.
ENV LEPTOS_ENV=PROD LEPTOS_SITE_ADDR=0.0.0.0:3000 SQLITE_TMPDIR=/data
USER 65532:65532
WORKDIR /
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["/customer-portal", "healthcheck"]
ENTRYPOINT ["/customer-portal"]
CMD ["serve"]
