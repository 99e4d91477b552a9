/**
 * Processes that are watched until they end, with all that they start. Begin with {@link sandbox.process.Attended};
 * {@link sandbox.process.Watch} compares what they take with their {@link sandbox.process.Limits}.
 */
package sandbox.process;
