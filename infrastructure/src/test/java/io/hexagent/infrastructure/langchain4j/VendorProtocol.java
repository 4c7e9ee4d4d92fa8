package io.hexagent.infrastructure.langchain4j;

import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import java.util.List;

/** What a {@link VendorServer} needs to know of a vendor. */
interface VendorProtocol {
    String path();

    boolean hasKey(VendorServer.Request request, String key);

    /** What a strict vendor would refuse the request for. */
    List<String> complaints(Value.Fields body);

    String error(String type, String message);

    String whole(VendorAnswer answer, JacksonJson json);

    /** The events of a stream, each with its blank line. */
    List<String> events(VendorAnswer answer, JacksonJson json);
}
