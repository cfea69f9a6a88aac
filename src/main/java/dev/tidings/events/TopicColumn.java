package dev.tidings.events;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** A topic is stored as its path. */
@Converter
public class TopicColumn implements AttributeConverter<Topic, String> {
  @Override
  public String convertToDatabaseColumn(Topic topic) {
    return topic.path();
  }

  @Override
  public Topic convertToEntityAttribute(String path) {
    return new Topic(path);
  }
}
