/**
 * What Java does not say of the machine it runs on, and does not do there: where programs are looked for, why a file
 * could not be read, how a folder is deleted that a program filled to be in the way. Begin with {@link
 * machine.SearchPath}, {@link machine.Removal} or {@link machine.Reason}; none knows another but that deleting gives a
 * reason.
 */
package machine;
