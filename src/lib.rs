//! furiwake (振り分け): decision rules for customer inquiries.
