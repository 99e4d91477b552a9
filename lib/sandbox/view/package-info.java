/**
 * What a contained command sees of this machine. {@link sandbox.view.MachineMap} is the list, {@link
 * sandbox.view.Surroundings} what it comes to here, {@link sandbox.view.RootFolder} the root that a command gets.
 */
package sandbox.view;
