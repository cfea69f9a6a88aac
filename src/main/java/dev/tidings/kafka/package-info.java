/** Where the hub meets Apache Kafka: applications publish by sending records to its topics. */
@NullMarked
package dev.tidings.kafka;

import org.jspecify.annotations.NullMarked;
