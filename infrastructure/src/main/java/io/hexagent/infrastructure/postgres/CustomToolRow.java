package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A tool that an owner described. Its name is unique for its owner only. */
@MappedEntity("custom_tools")
record CustomToolRow(@Id String name, String owner, String definition) {}
