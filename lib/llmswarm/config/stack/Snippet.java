package llmswarm.config.stack;

import java.util.List;

import llmswarm.config.yaml.Place;

/**
 * A piece of a pack in which the pack's variables may stand.
 *
 * @param place   where the text begins
 * @param more    names that are known there beside the variables, such as file
 */
public record Snippet(Place place, String text, List<String> more) {
}
