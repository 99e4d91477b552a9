/**
 * What a person agrees to before anything of somebody else runs or is sent a key.
 *
 * <p>Begin at {@link llmswarm.run.trust.PackTrust}: the commands of a pack, shown and asked for. {@link
 * llmswarm.run.trust.BroughtTrust} is about configuration that lies in the working folder, {@link
 * llmswarm.run.trust.AddressTrust} about addresses of models that a folder names. All ask by one {@code TrustQuestion}.
 */
package llmswarm.run.trust;
