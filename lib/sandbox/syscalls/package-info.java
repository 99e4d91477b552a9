/**
 * What a contained command may ask of the kernel. {@link sandbox.syscalls.SyscallRules} is the list, {@link
 * sandbox.syscalls.Airlock} the small program that makes the kernel keep to it.
 */
package sandbox.syscalls;
