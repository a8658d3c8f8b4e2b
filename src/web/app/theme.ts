import { type ThemeConfig, theme } from 'antd';

/** Banyan's colours for antd; `page.css` has the same for what is drawn by hand. */
export const banyanTheme: ThemeConfig = {
  algorithm: theme.compactAlgorithm,
  hashed: false,
  token: {
    colorPrimary: '#1d6b48',
    colorSuccess: '#1c6b45',
    colorError: '#b3261e',
    colorWarning: '#8a5a00',
    colorWarningBg: '#fdf0d2',
    colorWarningBorder: '#f0dcae',
    colorErrorBg: '#fbebe9',
    colorErrorBorder: '#f0c7c3',
    colorLink: '#1d6b48',
    colorText: '#16211c',
    colorTextSecondary: '#55645c',
    colorTextDescription: '#55645c',
    colorBgLayout: '#f4f6f4',
    borderRadius: 6,
    fontSize: 14,
    fontFamily:
      '"Inter", "Segoe UI", "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", ' +
      '"Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif',
    motion: false,
  },
};
