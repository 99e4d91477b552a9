/**
 * What Java does not say of the machine it runs on, and does not do there: where programs are looked for, where a name
 * leads without links, how a folder is deleted that a program filled to be in the way, or closed to all but
 * its owner, which proxies its environment names. Begin with {@link machine.SearchPath}, {@link machine.PlaceBelow},
 * {@link machine.Removal} or {@link machine.Proxies}; {@link machine.Reason} says why a file could not be read or
 * written.
 */
package machine;
