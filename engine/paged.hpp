// A growing array whose elements stay where they are: pages of a fixed number of elements.
//
// Addressed by index, like a vector; unlike a vector's, a reference to an element stays valid while others
// are added. A value: a copy has pages of its own. It never shrinks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace shaketable::engine {

template <class Element>
class Paged {
    static_assert(std::is_trivially_copyable_v<Element>);

  public:
    static constexpr unsigned kPageBits = 8;
    static constexpr std::uint32_t kPageElements = 1U << kPageBits;
    using Page = std::array<Element, kPageElements>;

    Paged() = default;
    Paged(const Paged& other) : size_(other.size_) {
        pages_.reserve(other.pages_.size());
        for (const auto& page : other.pages_)
            pages_.push_back(std::make_unique<Page>(*page));
    }
    Paged& operator=(const Paged& other) {
        Paged copy(other);
        return *this = std::move(copy);
    }
    Paged(Paged&&) noexcept = default;
    Paged& operator=(Paged&&) noexcept = default;
    ~Paged() = default;

    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// Bytes of memory in use.
    [[nodiscard]] std::size_t bytes() const { return size_ * sizeof(Element); }
    [[nodiscard]] Element& operator[](std::uint32_t index) {
        return (*pages_[index >> kPageBits])[index % kPageElements];
    }
    [[nodiscard]] const Element& operator[](std::uint32_t index) const {
        return (*pages_[index >> kPageBits])[index % kPageElements];
    }
    /// Adds a default element.
    Element& add() {
        if (size_ % kPageElements == 0)
            pages_.push_back(std::make_unique<Page>());
        return (*this)[size_++];
    }

    /// The pages, for a reader in a hurry; valid until an element is added.
    [[nodiscard]] const std::unique_ptr<Page>* pages() const { return pages_.data(); }

    class Iterator {
      public:
        Iterator(const Paged& elements, std::uint32_t index) : elements_(&elements), index_(index) {}
        const Element& operator*() const { return (*elements_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return index_ != other.index_; }

      private:
        const Paged* elements_;
        std::uint32_t index_;
    };
    [[nodiscard]] Iterator begin() const { return Iterator(*this, 0); }
    [[nodiscard]] Iterator end() const { return Iterator(*this, size_); }

  private:
    std::vector<std::unique_ptr<Page>> pages_;
    std::uint32_t size_ = 0;
};

} // namespace shaketable::engine
