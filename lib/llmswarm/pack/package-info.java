/**
 * What people do with packs beside running them: checking and trying one, beginning one, and fetching one from
 * elsewhere. Begin with {@link llmswarm.pack.Packs}.
 */
package llmswarm.pack;
