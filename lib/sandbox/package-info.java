/**
 * Runs commands of others so that they see a part of this machine only and take no more of it than they may: behind
 * bubblewrap, or behind the namespaces of util-linux where that is missing. It knows Linux and nothing of who asks.
 * Begin with {@link sandbox.Sandboxes}, which finds a {@link sandbox.Sandbox} that works here. {@link
 * sandbox.view.Surroundings} says what a command sees, {@link sandbox.syscalls.SyscallRules} what it may ask of the
 * kernel, {@link sandbox.process.Limits} what it may take; {@link sandbox.Trial} tries whether all that holds.
 */
package sandbox;
