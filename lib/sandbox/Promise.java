package sandbox;

/** What walls are for; each holds on a machine or does not, which {@link Trial} finds out. */
public enum Promise {
    NETWORK("this machine's ports and all others are out of reach"),
    FILES("what lies outside is neither read nor written"),
    PROCESSES("no other process is seen or can be ended"),
    MEMORY("a check that takes too much of it is ended"),
    DISK("a check that writes too much is ended"),
    NUMBER("a check that makes too many files is ended"),
    CALLS("what no check needs of the kernel is refused"),
    KEYS("the keys of your session are kept from it"),
    VERDICT("how it ended is told by a process that it cannot reach");

    private final String text;

    Promise(String text) {
        this.text = text;
    }

    /** The promise as a clause. */
    public String text() {
        return text;
    }
}
