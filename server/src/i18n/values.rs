//! What can be filled in a sentence. Everything is borrowed, because templates lend their fields.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;

/// A text or a number. Numbers choose between singular and plural.
pub trait Value {
    fn value(&self) -> FluentValue<'_>;
}

impl<V: Value + ?Sized> Value for &V {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

impl Value for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Value for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

impl Value for Cow<'_, str> {
    fn value(&self) -> FluentValue<'_> {
        self.as_ref().value()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Value for $number {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        }
    )*};
}
numbers!(i32, i64, u8, u16, u32, u64, usize, f64);

/// Values by name: an array of pairs, or a tuple of up to four pairs where the types differ.
pub trait Values {
    fn named(&self) -> HashMap<&str, FluentValue<'_>>;
}

impl<V: Values + ?Sized> Values for &V {
    fn named(&self) -> HashMap<&str, FluentValue<'_>> {
        (**self).named()
    }
}

impl<V: Value, const N: usize> Values for [(&str, V); N] {
    fn named(&self) -> HashMap<&str, FluentValue<'_>> {
        self.iter().map(|(name, value)| (*name, value.value())).collect()
    }
}

macro_rules! tuples {
    ($($value:ident $index:tt),*) => {
        impl<$($value: Value),*> Values for ($((&str, $value),)*) {
            fn named(&self) -> HashMap<&str, FluentValue<'_>> {
                HashMap::from([$((self.$index.0, self.$index.1.value())),*])
            }
        }
    };
}
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
