/**
 * Packs that come from elsewhere: a folder, an archive, a repository, found by catalogs. What is fetched is data in
 * memory until somebody says that it may be written. Begin with {@link llmswarm.pack.fetch.PackSource}.
 */
package llmswarm.pack.fetch;
