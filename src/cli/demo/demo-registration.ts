import type { DemoPerson } from './demo-case.ts';

const dayMs = 86_400_000;

/** Days of the demonstration: drawn at 16+3 weeks three days ago, received the day after. */
export function demoDays(now: Date) {
  const day = (offset: number) =>
    new Date(now.getTime() + offset * dayMs).toISOString().slice(0, 10);
  const pregnancyDays = 280;
  const daysAtDraw = 16 * 7 + 3;
  return {
    drawnOn: day(-3),
    receivedOn: day(-2),
    expectedDeliveryOn: day(-3 + pregnancyDays - daysAtDraw),
    testedOn: day(-10),
    consentOn: day(-4),
  };
}

/** What the registration desk writes down of one woman. */
export function demoRegistration(person: DemoPerson, index: number, now: Date) {
  const days = demoDays(now);
  const birthDate = `${person.birthYear}-01-15`;
  return {
    name: person.name,
    identifier: { type: 'resident-id', value: residentIdOf(birthDate, index) },
    phone: `138${String(60_000_000 + index)}`,
    birthDate,
    dating: { basis: 'ultrasound', expectedDeliveryOn: days.expectedDeliveryOn },
    fetusCount: 1,
    clinical: {},
    serology:
      person.trisomy21Denominator === null
        ? []
        : [
            {
              institution: '鼓楼区妇幼保健院',
              testedOn: days.testedOn,
              trisomy21Denominator: person.trisomy21Denominator,
              trisomy18Denominator: 20_000,
            },
          ],
    cover: {
      insuranceType: '390',
      centre: 'city',
      insuredArea: '350102',
      poverty: person.poor
        ? [
            {
              category: '建档立卡',
              listSource: '福州市名单',
              validFrom: `${person.birthYear + 20}-01-01`,
              validTo: null,
            },
          ]
        : [],
    },
    request: {
      institutionId: 'fuzhou-first-hospital',
      institution: '福州市第一医院',
      doctor: '示范医生',
    },
    consent: {
      scopes: ['test', 'cautious-population', 'platform-store', 'poverty-status'],
      signedOn: days.consentOn,
    },
  };
}

/** A well-formed identity number of nobody: Gulou, the birth date, an even (female) serial. */
function residentIdOf(birthDate: string, index: number): string {
  const serial = String(2 * index + 100).padStart(3, '0');
  const body = `350102${birthDate.replaceAll('-', '')}${serial}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}
