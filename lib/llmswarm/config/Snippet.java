package llmswarm.config;

import llmswarm.config.yaml.Place;

/**
 * A piece of a pack in which the pack's variables may stand.
 *
 * @param place   where the text begins
 * @param perFile whether {@code {{file}}} is known there too
 */
public record Snippet(Place place, String text, boolean perFile) {
}
