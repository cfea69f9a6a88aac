package dev.tidings.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A category that something was sent in. */
@Entity
@Table(name = "tidings_inbox_category")
class Category {
  @Id
  @Column(name = "name")
  String name = "";

  static Category of(String name) {
    Category category = new Category();
    category.name = name;
    return category;
  }
}
