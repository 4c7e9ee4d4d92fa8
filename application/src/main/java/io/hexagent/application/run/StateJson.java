package io.hexagent.application.run;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bsc.langgraph4j.serializer.StateSerializer;

/** LangGraph4j's state as JSON with a closed list of one type, never Java serialization; a clone of it is itself. */
final class StateJson extends StateSerializer<WorkingGraph.State> {
    private static final int MOST_BYTES = 16 << 20;

    private final WorkingJson json;

    StateJson(WorkingJson json) {
        super(WorkingGraph.State::new);
        this.json = json;
    }

    @Override
    public WorkingGraph.State cloneObject(WorkingGraph.State state) {
        return state;
    }

    @Override
    public void writeData(Map<String, Object> entries, ObjectOutput out) throws IOException {
        byte[] text = json.write(stateOf(entries).working()).getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
    }

    @Override
    public Map<String, Object> readData(ObjectInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a checkpoint of " + length + " bytes is not ours");
        }
        byte[] text = new byte[length];
        in.readFully(text);
        return Map.of(WorkingGraph.WORKING, json.read(new String(text, StandardCharsets.UTF_8)));
    }
}
