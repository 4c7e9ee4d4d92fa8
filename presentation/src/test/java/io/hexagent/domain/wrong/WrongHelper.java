package io.hexagent.domain.wrong;

import io.avaje.inject.BeanScope;
import io.hexagent.domain.wrongtoo.Other;
import java.time.Instant;
import tech.tablesaw.api.Table;

/** Breaks one rule a line. */
final class WrongHelper {
    Table vendorInDomain() {
        return Table.create(Instant.now().toString());
    }

    Class<?> containerInDomain() {
        return BeanScope.class;
    }

    static Other cycle() {
        return new Other();
    }
}
