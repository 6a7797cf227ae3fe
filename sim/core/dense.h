#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace imstorm {

/// A vector that grows to the largest id it was asked for; absent entries read as T{}.
template <class Id, class T>
class DenseVector {
 public:
  T& operator[](Id id) {
    if (id.index() >= items_.size()) items_.resize(id.index() + 1);
    return items_[id.index()];
  }
  const T* find(Id id) const { return id.index() < items_.size() ? &items_[id.index()] : nullptr; }
  std::size_t size() const { return items_.size(); }
  const std::vector<T>& items() const { return items_; }
  std::vector<T>& items() { return items_; }

 private:
  std::vector<T> items_;
};

/// The same for large entries of which each owner has few: an absent one costs four bytes.
template <class Id, class T>
class SparseVector {
 public:
  T& operator[](Id id) {
    std::uint32_t& place = places_[id];
    if (place == 0) {
      items_.emplace_back();
      place = static_cast<std::uint32_t>(items_.size());
    }
    return items_[place - 1];
  }
  /// Calls `visit(id, entry)` for all that were asked for, ascending by id.
  template <class Visit>
  void each(const Visit& visit) const {
    for (std::size_t id = 0; id < places_.size(); ++id) {
      const std::uint32_t place = places_.items()[id];
      if (place != 0) visit(Id(id), items_[place - 1]);
    }
  }

 private:
  DenseVector<Id, std::uint32_t> places_;  // 1 + index into items_; 0 = absent
  std::vector<T> items_;
};

/// A few entries sorted by key in one block: faster than a tree up to some hundred entries, and its
/// order is the keys' order.
template <class Key, class T>
class FlatMap {
 public:
  using value_type = std::pair<Key, T>;

  T& operator[](Key key) {
    auto at = lower(key);
    if (at == items_.end() || at->first != key) at = items_.insert(at, value_type{key, T{}});
    return at->second;
  }
  T* find(Key key) {
    const auto at = lower(key);
    return at != items_.end() && at->first == key ? &at->second : nullptr;
  }
  const T* find(Key key) const { return const_cast<FlatMap*>(this)->find(key); }
  /// The same for keys that are nearly always in their place: looks at the entry `place` first.
  T* find_near(Key key, std::size_t place) {
    if (place < items_.size() && items_[place].first == key) return &items_[place].second;
    return find(key);
  }
  const T* find_near(Key key, std::size_t place) const {
    return const_cast<FlatMap*>(this)->find_near(key, place);
  }
  bool erase(Key key) {
    const auto at = lower(key);
    if (at == items_.end() || at->first != key) return false;
    items_.erase(at);
    return true;
  }
  void clear() { items_.clear(); }
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

 private:
  auto lower(Key key) {
    return std::lower_bound(items_.begin(), items_.end(), key,
                            [](const value_type& a, const Key& b) { return a.first < b; });
  }
  std::vector<value_type> items_;
};

/// Rows by dense id, each with a few columns: the shape of "per device, per conversation".
template <class Row, class Column, class T>
class Grid {
 public:
  T& at(Row row, Column column) { return rows_[row][column]; }
  const T* find(Row row, Column column) const {
    const auto* columns = rows_.find(row);
    return columns == nullptr ? nullptr : columns->find(column);
  }
  const std::vector<FlatMap<Column, T>>& rows() const { return rows_.items(); }
  FlatMap<Column, T>& row(Row row) { return rows_[row]; }

 private:
  DenseVector<Row, FlatMap<Column, T>> rows_;
};

}  // namespace imstorm
