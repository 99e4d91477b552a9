import type {Answered, Asked} from "../events";

/** A question to a person, with the answer once there is one. */
export interface Question {
    readonly asked: Asked;
    answered?: Answered;
    /** Whether it was given up without an answer, as its process ended. */
    dropped?: boolean;
}
