/**
 * What single servers take, refuse and want, beside the protocol they all speak. {@link Habits} is what is known of one
 * server and makes each request one that it takes; {@link RefusalReader} learns a {@link Habit} from a server's own
 * words.
 * {@link ThinkingHabit} holds those about how long a model thinks. {@link KeptHabits} keeps what was learnt for the
 * next run. Nothing here sends anything. Begin with Habits.
 */
package llmswarm.model.habits;
