import {Component, type ReactNode} from "react";
import {sentence} from "../core/api";

/** Where a view cannot be drawn the others still can. */
export class Guard extends Component<{children: ReactNode}, {wrong?: unknown}> {
    override state: {wrong?: unknown} = {};

    static getDerivedStateFromError(wrong: unknown): {wrong: unknown} {
        return {wrong};
    }

    override render(): ReactNode {
        if (this.state.wrong === undefined) return this.props.children;
        return (
            <div className="wrong" role="alert">
                <p>This view cannot be drawn: {sentence(this.state.wrong)}</p>
                <button type="button" onClick={() => this.setState({wrong: undefined})}>
                    Try again
                </button>
            </div>
        );
    }
}
