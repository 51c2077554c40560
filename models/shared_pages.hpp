// A growing array whose copies share its pages until one of them changes an element: copying ten million
// elements costs a reference a page, and the first change to a page that is shared copies that page.
//
// A value: no copy sees another's changes. Copies may go on in different threads, each used by one thread at
// a time. It never shrinks. Moved from, it may only be assigned or destroyed.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace shaketable::models {

template <class Element>
class SharedPages {
    static_assert(std::is_trivially_copyable_v<Element>);

  public:
    // Smaller pages make a copy of the array dearer, larger ones the changes after it.
    static constexpr std::size_t kPageBytesMax = 4096;
    static constexpr std::uint32_t kPageElements = std::bit_floor(kPageBytesMax / sizeof(Element));
    static_assert(kPageElements > 0);

    SharedPages() = default;
    /// `size` elements, all alike: one page of memory, until they are changed.
    SharedPages(std::uint32_t size, const Element& element) : size_(size) {
        if (size == 0)
            return;
        blank_ = std::make_shared<Page>();
        blank_->fill(element);
        pages_.assign((size - 1) / kPageElements + 1, blank_);
    }

    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// Valid until an element is changed or added.
    [[nodiscard]] const Element& operator[](std::uint32_t index) const {
        return (*pages_[index / kPageElements])[index % kPageElements];
    }
    /// An element to be changed; what is written there after the array has been copied shows in the copy,
    /// too, so don't keep the reference.
    [[nodiscard]] Element& change(std::uint32_t index) {
        return own(pages_[index / kPageElements])[index % kPageElements];
    }
    /// Adds a default element, to be changed as above.
    Element& add() {
        if (size_ == pages_.size() * kPageElements) {
            pages_.push_back(std::make_shared<Page>());
            ++pages_written_;
        }
        Element& added = change(size_);
        added = Element{}; // a page that was filled has other elements there
        ++size_;
        return added;
    }

    /// Bytes of memory in use beside the object itself: each page in full, whoever else has it; the one page
    /// of all that has not been changed since it was filled counts once.
    [[nodiscard]] std::size_t bytes() const {
        const std::size_t blank_pages = blank_ == nullptr ? 0 : 1;
        return pages_.capacity() * sizeof(pages_[0]) + (pages_written_ + blank_pages) * kPageBytes;
    }
    /// Those of `bytes` that the other, a copy of this or its original, does not share. It looks at each
    /// page.
    [[nodiscard]] std::size_t bytes_apart(const SharedPages& other) const {
        std::size_t bytes_shared = blank_ != nullptr && blank_ == other.blank_ ? kPageBytes : 0;
        for (std::size_t page = 0; page < pages_.size() && page < other.pages_.size(); ++page)
            if (pages_[page] == other.pages_[page] && pages_[page] != blank_)
                bytes_shared += kPageBytes;
        return bytes() - bytes_shared;
    }

  private:
    using Page = std::array<Element, kPageElements>;
    static constexpr std::size_t kPageBytes = sizeof(Page) + 2 * sizeof(void*); // the reference counts

    // use_count is a relaxed load. Too high a count, while another thread drops its copy, costs one copy of
    // the page. A count of 1 is sure: only a holder can make another, and the only one is here. But the other
    // thread's last reads of the page have to be over before we write: its release of the count, which we
    // have seen, and the fence order them.
    [[nodiscard]] Page& own(std::shared_ptr<Page>& page) {
        if (__builtin_expect(page.use_count() != 1, 0))
            part(page);
        else
            std::atomic_thread_fence(std::memory_order_acquire);
        return *page;
    }
    [[gnu::cold, gnu::noinline]] void part(std::shared_ptr<Page>& page) {
        const bool was_blank = page == blank_;
        page = std::make_shared<Page>(*page);
        if (was_blank)
            ++pages_written_;
    }

    std::vector<std::shared_ptr<Page>> pages_;
    std::shared_ptr<Page> blank_; // what the pages were filled with; held here, it is never written
    std::size_t pages_written_ = 0;
    std::uint32_t size_ = 0;
};

} // namespace shaketable::models
