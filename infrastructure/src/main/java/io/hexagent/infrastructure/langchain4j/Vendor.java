package io.hexagent.infrastructure.langchain4j;

/**
 * What messages and failures need to know of a vendor.
 *
 * @param name the provider's name
 * @param keySetting the setting that holds the key, as a person would look for it
 * @param key the key itself, to keep it out of messages; may be empty
 */
record Vendor(String name, String keySetting, String key) {
    @Override
    public String toString() {
        return name;
    }
}
